"""Is this processing covered by the temporary derogation of Regulation (EU) 2021/1232?"""
